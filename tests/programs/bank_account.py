class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.needed, self.available = needed, available
class Account:
    interest = 0.02
    _count = 0
    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.history = []
        Account._count += 1
    @property
    def balance(self): return self._balance
    @balance.setter
    def balance(self, value):
        if value < 0: raise ValueError("negative balance")
        self._balance = value
    def deposit(self, amount):
        if amount <= 0: raise ValueError(f"bad amount: {amount}")
        self._balance += amount
        self.history.append(("deposit", amount))
        return self
    def withdraw(self, amount):
        if amount > self._balance: raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        self.history.append(("withdraw", amount))
        return self
    def __str__(self): return f"{self.owner}: {self._balance:,.2f}"
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self._balance})"
    def __eq__(self, other): return self._balance == other._balance
    def __lt__(self, other): return self._balance < other._balance
    def __add__(self, other): return Account(f"{self.owner}&{other.owner}", self._balance + other._balance)
    @classmethod
    def count(cls): return cls._count
    @staticmethod
    def valid(amount): return amount > 0
class Savings(Account):
    interest = 0.05
    def add_interest(self):
        self.deposit(self._balance * self.interest)
    def withdraw(self, amount):
        if amount > 500: raise ValueError("limit")
        return super().withdraw(amount)
a, s = Account("Ann", 1000), Savings("Sid", 2500.5)
a.deposit(50).withdraw(25).deposit(1)
s.add_interest()
print(a, s, repr(s), a < s, a == s, sorted([s, a]), sep="\n")
# expect: Ann: 1,026.00
# expect: Sid: 2,625.53
# expect: Savings('Sid', 2625.525)
# expect: True
# expect: False
# expect: [Account('Ann', 1026), Savings('Sid', 2625.525)]
for action in (lambda: a.withdraw(10 ** 6), lambda: s.withdraw(501), lambda: a.deposit(-5), lambda: setattr(a, "balance", -1)):
    try: action()
    except InsufficientFunds as e: print("funds:", e, e.needed - e.available)
    except ValueError as e: print("value:", e)
# expect lines: funds: need 1000000, have 1026 998974 | value: limit | value: bad amount: -5 | value: negative balance
print(a + s, Account.count(), Account.valid(5), a.history, Savings.__mro__[1].__name__)
# expect: Ann&Sid: 3,651.53 3 True [('deposit', 50), ('withdraw', 25), ('deposit', 1)] Account
a.balance = 7
print(a.balance, vars(a))
# expect: 7 {'owner': 'Ann', '_balance': 7, 'history': [('deposit', 50), ('withdraw', 25), ('deposit', 1)]}
