"""Why a target was missed: codebook, passages, model, evidence, agreement of coders."""
