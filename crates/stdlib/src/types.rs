//! `_types`: the classes of the interpreter that builtins do not name.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::types::*;
use pyish_vm::{Kind, Raised, Thread, TypeRow};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_types", doc: "Define names for built-in types.", functions: &[], init };

static CAPSULE: TypeRow = TypeRow::new("PyCapsule", Kind::Native1).is_final();

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    ready(t, &CAPSULE)?;
    ready(t, &spec::NAMESPACE)?;
    let named: &[(&str, &TypeRow)] = &[
        ("AsyncGeneratorType", &generator::ASYNC_GENERATOR),
        ("BuiltinFunctionType", &function::BUILTIN_FUNCTION),
        ("BuiltinMethodType", &function::BUILTIN_FUNCTION),
        ("CapsuleType", &CAPSULE),
        ("CellType", &cell::TYPE),
        ("ClassMethodDescriptorType", &native_function::CLASS_METHOD_DESCRIPTOR),
        ("CodeType", &code::TYPE),
        ("CoroutineType", &generator::COROUTINE),
        ("EllipsisType", &none::ELLIPSIS),
        ("FrameType", &frame::TYPE),
        ("FunctionType", &function::TYPE),
        ("GeneratorType", &generator::TYPE),
        ("GenericAlias", &generic_alias::TYPE),
        ("GetSetDescriptorType", &native_function::GETSET),
        ("LambdaType", &function::TYPE),
        ("MappingProxyType", &dict_views::PROXY),
        ("MemberDescriptorType", &native_function::MEMBER),
        ("MethodDescriptorType", &native_function::METHOD_DESCRIPTOR),
        ("MethodType", &function::METHOD),
        ("MethodWrapperType", &native_function::METHOD_WRAPPER),
        ("ModuleType", &module::TYPE),
        ("NoneType", &none::TYPE),
        ("NotImplementedType", &none::NOT_IMPLEMENTED),
        ("SimpleNamespace", &spec::NAMESPACE),
        ("TracebackType", &frame::TRACEBACK),
        ("UnionType", &union_type::TYPE),
        ("WrapperDescriptorType", &native_function::SLOT_WRAPPER),
    ];
    for (name, row) in named {
        d.set_named(t, name, row.value())?;
    }
    Ok(())
}
