import shop
print(shop.NAME, shop.__all__, shop.__name__, shop.__package__, shop.__path__ is not None)
# expect: shop ['NAME', 'price'] shop shop True
from shop import *
print(price("tea"), "hidden" in globals(), hasattr(shop, "hidden"))  # expect: 3 False True
import shop.stock.shelf as shelf
print(shelf.__name__, shelf.__package__, shelf.owner(), shelf.SIZE)
# expect: shop.stock.shelf shop.stock ('shop', 3) 4
from shop.stock import shelf as again, count
print(again is shelf, count())  # expect: True 8
import shop.stock
print(shop.stock.shelf is shelf, sorted(n for n in dir(shop) if not n.startswith("_")))
# expect: True ['LOADED', 'NAME', 'circle_a', 'circle_b', 'hidden', 'price', 'prices', 'stock']
import sys
print("shop.stock.shelf" in sys.modules, sys.modules["shop"] is shop)  # expect: True True
try:
    from shop import missing
except ImportError as e:
    print(str(e).split(" (")[0], e.name)  # expect: cannot import name 'missing' from 'shop' shop
try:
    import shop.nothing
except ModuleNotFoundError as e:
    print(e)  # expect: No module named 'shop.nothing'
from shop import lazy
print(lazy)  # expect: made when asked
import importlib
before = shop.LOADED
importlib.reload(shop)
print(shop.LOADED == before + 1, shop.circle_a.b_value, shop.circle_b.a_name)  # expect: True 5 a
