using System.CommandLine;
using PaperLedge.Benchmarks.Speech;

namespace PaperLedge.Benchmarks.DemoModel;

/// <summary><c>bench model</c> and <c>bench recipe</c>.</summary>
internal static class DemoModelCommand
{
    public static Command Create()
    {
        var cli = new Option<FileInfo?>("--whisper-cli") { Description = "whisper.cpp's program, to be compared with." };
        var model = new Option<FileInfo>("--model")
        {
            Description = "A ggml file; the committed one if left out.",
            DefaultValueFactory = _ => new(Path.Combine(BenchRoot.Find(), "models", "demo", "ggml-demo-q8_0.bin")),
        };
        var command = new Command("model", "The demo model: the tables of its card.") { cli, model };
        command.SetAction((result, _) => new DemoModelBenchmark(result.GetRequiredValue(model).FullName, result.GetValue(cli)?.FullName).RunAsync());
        return command;
    }

    /// <summary>Fails unless the loss falls.</summary>
    public static Command CreateRecipe()
    {
        var command = new Command("recipe", "The demo model's recipe: five minutes of training from nothing, in which the loss must fall.");
        command.SetAction(async (_, _) =>
        {
            var run = await ChildRun.RunAsync(Path.Combine(BenchRoot.Find(), "tools", "demo-model", "make.sh"), "--quick");
            await Console.Out.WriteAsync(run.Output);
        });
        return command;
    }
}
