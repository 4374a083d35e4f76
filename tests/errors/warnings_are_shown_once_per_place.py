# run: stderr=any
import warnings
def old(): warnings.warn("old is deprecated", DeprecationWarning, stacklevel=2)
# expect stderr: DeprecationWarning: old is deprecated
for _ in range(3): old()
warnings.warn("user warning")
# expect stderr: UserWarning: user warning
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("caught", RuntimeWarning)
    old()
print([(w.category.__name__, str(w.message)) for w in caught])
# expect: [('RuntimeWarning', 'caught'), ('DeprecationWarning', 'old is deprecated')]
warnings.simplefilter("error")
try: warnings.warn("as an error")
except UserWarning as e: print("raised", e)  # expect: raised as an error
