def describe(shape):
    match shape:
        case 0 | None:
            return "nothing"
        case [x, y, *rest] if x > y:
            return f"{x!r} over {y:>{x}} and {len(rest)}"
        case {"kind": "circle", "r": r, **other}:
            return other, r
        case Point(x=0, y=y) as p:
            return p
