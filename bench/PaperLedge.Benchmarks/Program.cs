using System.CommandLine;
using PaperLedge.Benchmarks.Feed;
using PaperLedge.Benchmarks.Speech;

return await new RootCommand("Measures PaperLedge.")
{
    SpeechCommand.Create(), FeedCommand.Create(), FeedCommand.CreateFileServer(),
}.Parse(args).InvokeAsync();
