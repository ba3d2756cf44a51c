// Each test drives real processes, on machines of two cores: one after the other is as fast, and far easier to read when it fails.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
