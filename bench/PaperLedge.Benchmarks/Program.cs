using System.CommandLine;
using PaperLedge.Benchmarks.Speech;

return await new RootCommand("Measures PaperLedge.") { WhisperCommand.Create() }.Parse(args).InvokeAsync();
