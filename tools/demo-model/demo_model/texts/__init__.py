"""What is read aloud: documentation, generated sentences, sentences in the show's manner."""
