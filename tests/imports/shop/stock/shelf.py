import shop
from ..prices import price

SIZE = 4


def owner():
    return shop.NAME, price("tea")
