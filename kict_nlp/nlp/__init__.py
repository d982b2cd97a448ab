"""Words: the tokenizer, sentences, the lexicon, and the spaCy pipeline that is built on them."""
