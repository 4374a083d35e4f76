//! Letters of other alphabets that look like Latin ones: a word typed with the wrong keyboard
//! layout is not the word it looks like, and nobody can see why.

/// Cyrillic and Greek letters, and what each looks like.
const LETTERS: &str = "аa вb сc еe һh іi јj кk оo рp ѕs хx уy АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT ХX УY \
                       αa οo νv ιi κk ρp υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX";

/// What a letter looks like, if it is one of another alphabet.
fn latin(c: char) -> Option<char> {
    LETTERS.split(' ').find_map(|pair| {
        let mut pair = pair.chars();
        (pair.next() == Some(c)).then(|| pair.next()).flatten()
    })
}

/// What a word looks like in Latin letters, and its first letter that is none; nothing if it has
/// none, or one that looks like no Latin letter.
pub fn lookalike(word: &str) -> Option<(String, char)> {
    let mut foreign = None;
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            text.push(latin(c)?);
            foreign.get_or_insert(c);
        }
    }
    foreign.map(|c| (text, c))
}

#[cfg(test)]
mod tests {
    use super::lookalike;

    #[test]
    fn a_cyrillic_letter_in_a_latin_word() {
        assert_eq!(lookalike("рrint"), Some(("print".to_owned(), 'р')));
        assert_eq!(lookalike("print"), None);
        assert_eq!(lookalike("жук"), None);
    }
}
