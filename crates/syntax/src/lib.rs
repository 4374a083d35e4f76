//! Source text to tokens to AST.
