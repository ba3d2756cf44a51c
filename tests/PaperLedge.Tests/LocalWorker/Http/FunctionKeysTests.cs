using Microsoft.AspNetCore.Http;
using PaperLedge.LocalWorker.Http;

namespace PaperLedge.Tests.LocalWorker.Http;

public sealed class FunctionKeysTests
{
    [Theory]
    [InlineData("right-key", null, true)]
    [InlineData(null, "right-key", true)]
    [InlineData("wrong-key", "right-key", false)]
    [InlineData("right-key", "wrong-key", true)]
    [InlineData("", "right-key", false)]
    [InlineData(null, "Right-Key", false)]
    [InlineData(null, null, false)]
    [InlineData(null, "", false)]
    public void The_header_is_asked_first_and_the_query_only_without_it(string? header, string? query, bool admitted)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = query is null ? QueryString.Empty : QueryString.Create("code", query);
        if (header is not null)
        {
            request.Headers["x-functions-key"] = header;
        }

        Assert.Equal(admitted, FunctionKeys.From("right-key").Admit(request));
    }

    [Fact]
    public void Without_a_setting_each_run_has_a_key_of_its_own() =>
        Assert.NotEqual(FunctionKeys.From(null).Key, FunctionKeys.From("").Key);
}
