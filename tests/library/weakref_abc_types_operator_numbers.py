import operator, numbers, abc, types, keyword, ast, tokenize, io, token
print(operator.itemgetter("a")({"a": 1}), operator.attrgetter("real", "imag")(1 + 2j), operator.lt(1, 2), operator.iadd([1], [2]), operator.countOf([1, 1], 1), operator.indexOf("abc", "c"))
# expect: 1 (1.0, 2.0) True [1, 2] 2 2
print(isinstance(1, numbers.Number), isinstance(1j, numbers.Complex), isinstance(True, numbers.Integral), keyword.iskeyword("async"), keyword.issoftkeyword("match"))
# expect: True True True True True
tree = ast.parse("x = 1 + y\nprint(x)")
print(ast.dump(tree.body[0]), [type(n).__name__ for n in ast.walk(tree)][:6], ast.unparse(tree), ast.literal_eval("[1, {'a': (2,)}]"))
# expect: Assign(targets=[Name(id='x', ctx=Store())], value=BinOp(left=Constant(value=1), op=Add(), right=Name(id='y', ctx=Load()))) ['Module', 'Assign', 'Expr', 'Name', 'BinOp', 'Call'] x = 1 + y
# expect: print(x) [1, {'a': (2,)}]
print([(token.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO("a = 'b' # c\n").readline)])
# expect: [('NAME', 'a'), ('OP', '='), ('STRING', "'b'"), ('COMMENT', '# c'), ('NEWLINE', '\n'), ('ENDMARKER', '')]
class V(ast.NodeVisitor):
    def visit_Name(self, n): names.append(n.id)
names = []
V().visit(tree)
print(names)  # expect: ['x', 'y', 'print', 'x']
