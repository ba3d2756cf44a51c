using System.CommandLine;
using PaperLedge.Benchmarks.DemoModel;
using PaperLedge.Benchmarks.Faithfulness;
using PaperLedge.Benchmarks.Feed;
using PaperLedge.Benchmarks.Speech;

return await new RootCommand("Measures PaperLedge.") 
{
    WhisperCommand.Create(), FaithfulnessCommand.Create(), DemoModelCommand.Create(), DemoModelCommand.CreateRecipe(),
    FeedCommand.Create(), FeedCommand.CreateFileServer(),
}.Parse(args).InvokeAsync();
