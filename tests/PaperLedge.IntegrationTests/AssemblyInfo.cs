// Each test drives real processes, on machines of two cores: one after the other is as fast, and far easier to read when it fails.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
