import random
random.seed(42)
print([random.random() for _ in range(3)], random.randint(1, 100), random.randrange(10), random.randrange(5, 50, 5), random.uniform(1, 10), random.choice("abcdef"))
# expect: [0.6394267984578837, 0.025010755222666936, 0.27502931836911926] 29 2 10 7.0902953868062015 e
print(random.sample(range(100), 5), random.choices([1, 2, 3], k=4), random.choices("ab", weights=[9, 1], k=5), random.getrandbits(40), random.getrandbits(100))
# expect: [11, 75, 54, 4, 3] [1, 1, 2, 2] ['a', 'a', 'a', 'a', 'a'] 8028583755 884159301598275274306077405963
l = list(range(10))
random.shuffle(l)
print(l, random.gauss(0, 1), random.normalvariate(0, 1), random.expovariate(2), random.triangular(0, 1, 0.5), random.betavariate(1, 2))
# expect: [7, 8, 3, 0, 2, 9, 1, 4, 5, 6] 1.5921560920100537 0.922607425642984 0.6541702152231335 0.5184546186778969 0.7065145743983446
r1, r2 = random.Random(7), random.Random(7)
print(r1.random() == r2.random(), r1.randint(0, 10 ** 20), random.Random("text").random(), random.Random(b"bytes").random(), random.Random(-5).random(), random.Random(2 ** 100).random(), random.Random(1.5).random())
# expect: True 99516928332666899767 0.8711565613554825 0.37075677971469856 0.6229016948897019 0.7586581712996778 0.551763726942059
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)], len(state), state[0])  # expect: True 3 3
random.seed(0)
print(random.randbytes(4), random.random(), random.vonmisesvariate(0, 1), random.paretovariate(3), random.lognormvariate(0, 1))
# expect: b'\xcd\x07,\xd8' 0.3852453064766108 2.4533232531449536 1.2483180914223801 3.490808405650503
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(random.randint, 5, 1)  # expect: ValueError empty range in randrange(5, 2)
# expect 3.14: ValueError empty range in randint(5, 1)
error(random.choice, [])  # expect: IndexError Cannot choose from an empty sequence
error(random.sample, [1], 2)  # expect: ValueError Sample larger than population or is negative
error(random.randrange, 0)  # expect: ValueError empty range for randrange()
random.seed()
print(0 <= random.random() < 1)  # expect: True
