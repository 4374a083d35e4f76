import unittest, io
class T(unittest.TestCase):
    def setUp(self): self.x = [1, 2]
    def test_equal(self): self.assertEqual(self.x, [1, 2])
    def test_fails(self): self.assertEqual(1, 2, "numbers differ")
    def test_error(self): raise KeyError("k")
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError) as c: 1 / 0
        self.assertIn("division", str(c.exception))
    @unittest.skip("not today")
    def test_skipped(self): pass
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i): self.assertTrue(i < 5)
out = io.StringIO()
result = unittest.TextTestRunner(out).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), result.wasSuccessful())
# expect: 6 1 1 1 False
print([l for l in out.getvalue().splitlines() if l.startswith(("FAIL", "ERROR", "AssertionError", "KeyError"))])
# expect: ['ERROR: test_error (__main__.T.test_error)', "KeyError: 'k'", 'FAIL: test_fails (__main__.T.test_fails)', 'AssertionError: 1 != 2 : numbers differ', 'FAILED (failures=1, errors=1, skipped=1)']
from unittest import mock
m = mock.Mock(return_value=5)
print(m(1, a=2), m.called, m.call_args)  # expect: 5 True call(1, a=2)
