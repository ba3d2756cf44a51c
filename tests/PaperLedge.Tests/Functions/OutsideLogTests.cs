using Microsoft.Extensions.Logging;
using PaperLedge.Functions;

namespace PaperLedge.Tests.Functions;

public class OutsideLogTests
{
    [Theory]
    [InlineData("PaperLedge.Functions.StartUp", "AzureFunctions_InvocationId", false)]
    [InlineData("PaperLedge.Functions.StartUp", "faas.invocation_id", false)]
    [InlineData("PaperLedge.Functions.StartUp", "another key", true)]
    [InlineData("PaperLedge.Functions.OutsideLogRelay", "another key", false)]
    public void A_line_is_kept_only_outside_an_invocation_and_never_if_it_was_relayed(string category, string key, bool isKept)
    {
        using var log = new OutsideLog(TimeProvider.System);
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        var logger = loggers.CreateLogger(category);

        using (logger.BeginScope(new Dictionary<string, object> { [key] = "an id" }))
        {
            logger.Log(LogLevel.Warning, default, "The model was loaded.", null, (message, _) => message);
        }

        Assert.Equal(isKept ? ["The model was loaded."] : [], log.Lines.Select(line => line.Message));
    }
}
