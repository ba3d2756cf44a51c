"""The recipe of the PaperLedge demo model: texts, speech, vocabulary, training, evaluation, export."""
