//! Properties of characters: what `str.isalpha` and its like, case mapping and `unicodedata` ask.
//!
//! Characters are `u32`, since a str may hold surrogates; those have the category Cs and no mapping.

use super::unicode_numeric::NUMERIC;
use icu_casemap::CaseMapper;
use icu_casemap::options::TitlecaseOptions;
use icu_locale_core::LanguageIdentifier;
use icu_properties::props::{CaseIgnorable, Cased, GeneralCategory, Lowercase, Uppercase};
use icu_properties::{CodePointMapData, CodePointSetData};

#[inline]
pub fn category(c: u32) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get32(c)
}

#[inline]
pub fn is_alpha(c: u32) -> bool {
    if c < 128 {
        return (c as u8).is_ascii_alphabetic();
    }
    use GeneralCategory::*;
    matches!(category(c), UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter)
}
#[inline]
pub fn is_decimal(c: u32) -> bool {
    if c < 128 { (c as u8).is_ascii_digit() } else { category(c) == GeneralCategory::DecimalNumber }
}
#[inline]
pub fn is_digit(c: u32) -> bool {
    is_decimal(c) || c >= 128 && numeric_row(c).is_some_and(|r| r.5)
}
#[inline]
pub fn is_numeric(c: u32) -> bool {
    is_decimal(c) || c >= 128 && numeric_row(c).is_some()
}
pub fn is_alnum(c: u32) -> bool {
    is_alpha(c) || is_numeric(c)
}
fn numeric_row(c: u32) -> Option<&'static super::unicode_numeric::Row> {
    let i = NUMERIC.partition_point(|r| r.1 < c);
    NUMERIC.get(i).filter(|r| r.0 <= c)
}
/// The value of a decimal digit (`Nd`): these lie in tens, each beginning with a zero.
#[inline]
pub fn decimal(c: u32) -> Option<u32> {
    if c < 128 {
        return (c as u8).is_ascii_digit().then(|| c - '0' as u32);
    }
    if !is_decimal(c) {
        return None;
    }
    // the mathematical digits are five runs of ten without a gap, the only ones not aligned by their neighbours
    if (0x1D7CE..=0x1D7FF).contains(&c) {
        return Some((c - 0x1D7CE) % 10);
    }
    let mut first = c;
    while c - first < 9 && is_decimal(first - 1) {
        first -= 1;
    }
    Some((c - first) % 10)
}
/// The value of a digit in the wider sense: superscripts and circled digits too.
pub fn digit(c: u32) -> Option<u32> {
    decimal(c).or_else(|| numeric_row(c).filter(|r| r.5).map(|r| (r.2 + (c - r.0) as i64 * r.4) as u32))
}
/// Numerator and denominator of a character's numeric value.
pub fn numeric(c: u32) -> Option<(i64, i64)> {
    match decimal(c) {
        Some(d) => Some((d as i64, 1)),
        None => numeric_row(c).map(|r| (r.2 + (c - r.0) as i64 * r.4, r.3)),
    }
}
/// White space by bidirectional class (WS, B, S) or category Zs.
#[inline]
pub fn is_space(c: u32) -> bool {
    match c {
        0x09..=0x0D | 0x1C..=0x20 | 0x85 | 0xA0 => true,
        0..=0x167F => false,
        0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => true,
        _ => false,
    }
}
/// Whether a line ends at this character.
#[inline]
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}
/// Whether `repr` shows the character itself.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 128 {
        return (0x20..0x7F).contains(&c);
    }
    use GeneralCategory::*;
    !matches!(
        category(c),
        Control | Format | Surrogate | PrivateUse | Unassigned | LineSeparator | ParagraphSeparator | SpaceSeparator
    )
}
pub fn is_lower(c: u32) -> bool {
    if c < 128 { (c as u8).is_ascii_lowercase() } else { CodePointSetData::new::<Lowercase>().contains32(c) }
}
pub fn is_upper(c: u32) -> bool {
    if c < 128 { (c as u8).is_ascii_uppercase() } else { CodePointSetData::new::<Uppercase>().contains32(c) }
}
pub fn is_title(c: u32) -> bool {
    c >= 128 && category(c) == GeneralCategory::TitlecaseLetter
}
/// Lowercase, uppercase or titlecase.
pub fn is_cased(c: u32) -> bool {
    is_lower(c) || is_upper(c) || is_title(c)
}
/// The property Cased, which the rule of the final sigma asks.
pub fn has_case(c: u32) -> bool {
    CodePointSetData::new::<Cased>().contains32(c)
}
pub fn is_case_ignorable(c: u32) -> bool {
    CodePointSetData::new::<CaseIgnorable>().contains32(c)
}
pub fn is_xid_start(c: u32) -> bool {
    c == '_' as u32 || char::from_u32(c).is_some_and(unicode_ident::is_xid_start)
}
pub fn is_xid_continue(c: u32) -> bool {
    char::from_u32(c).is_some_and(unicode_ident::is_xid_continue)
}

/// Calls `push` with the characters of the full upper case.
pub fn to_upper(c: u32, mut push: impl FnMut(u32)) {
    match char::from_u32(c) {
        Some(c) => c.to_uppercase().for_each(|c| push(c as u32)),
        None => push(c),
    }
}
/// The full lower case, without the rule of the final sigma.
pub fn to_lower(c: u32, mut push: impl FnMut(u32)) {
    match char::from_u32(c) {
        Some(c) => c.to_lowercase().for_each(|c| push(c as u32)),
        None => push(c),
    }
}
/// The full title case.
pub fn to_title(c: u32, mut push: impl FnMut(u32)) {
    if c < 128 {
        return push((c as u8).to_ascii_uppercase() as u32);
    }
    let Some(c) = char::from_u32(c) else { return push(c) };
    let mapper = CaseMapper::new();
    let mut buffer = [0; 4];
    let text = mapper.titlecase_segment_with_only_case_data_to_string(
        c.encode_utf8(&mut buffer),
        &LanguageIdentifier::UNKNOWN,
        TitlecaseOptions::default(),
    );
    text.chars().for_each(|c| push(c as u32));
}
/// The full case folding.
pub fn fold(c: u32, mut push: impl FnMut(u32)) {
    let Some(c) = char::from_u32(c) else { return push(c) };
    let mut buffer = [0; 4];
    CaseMapper::new().fold_string(c.encode_utf8(&mut buffer)).chars().for_each(|c| push(c as u32));
}

/// The character of a Unicode name or alias, without regard to case.
pub fn by_name(name: &str) -> Option<char> {
    unicode_names2::character(name)
}
pub fn name(c: char) -> Option<String> {
    unicode_names2::name(c).map(|n| n.to_string())
}
