"""The warehouse holds facts: Parquet parts named by a manifest, and the engine that answers SQL over them."""
