using System.CommandLine;
using PaperLedge.Benchmarks.Faithfulness;
using PaperLedge.Benchmarks.Feed;
using PaperLedge.Benchmarks.Speech;

return await new RootCommand("Measures PaperLedge.") { WhisperCommand.Create(), FaithfulnessCommand.Create(), FeedCommand.Create(), FeedCommand.CreateFileServer() }.Parse(args).InvokeAsync();
