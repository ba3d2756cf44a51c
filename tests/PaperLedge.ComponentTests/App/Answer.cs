using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PaperLedge.ComponentTests.App;

/// <summary>What a function answers to a GET request, without a host.</summary>
internal static class Answer
{
    public static async Task<(int Status, string Body, IHeaderDictionary Headers)> OfAsync(Func<HttpRequest, Task<IResult>> get)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Method = "GET";
        using var body = new MemoryStream();
        context.Response.Body = body;
        await (await get(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), context.Response.Headers);
    }
}
