using System.CommandLine;
using PaperLedge.Benchmarks.Faithfulness;
using PaperLedge.Benchmarks.Speech;

return await new RootCommand("Measures PaperLedge.") { WhisperCommand.Create(), FaithfulnessCommand.Create() }.Parse(args).InvokeAsync();
