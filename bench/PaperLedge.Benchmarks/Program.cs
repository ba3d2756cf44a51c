using PaperLedge.Benchmarks.Reading;
using PaperLedge.Benchmarks.Scaling;
using PaperLedge.Benchmarks.Serving;
using PaperLedge.Benchmarks.Speech;
using System.CommandLine;

return await new RootCommand("Measures PaperLedge.")
    {
        SpeechCommand.Create(), ServeCommand.Create(), ScalingCommand.Create(), AudioCommand.Create(),
    }
    .Parse(args)
    .InvokeAsync();
