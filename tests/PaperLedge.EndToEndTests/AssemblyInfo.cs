// Tests mostly wait for processes, so two collections run at a time; the tests of one share an app, and run one after the other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 2)]
