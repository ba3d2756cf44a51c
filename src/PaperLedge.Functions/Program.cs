using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using PaperLedge.Functions;
using PaperLedge.Functions.Web;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<SentResponse>();
builder.ConfigureFunctionsWebApplication().AddPaperLedge();
await builder.Build().RunAsync();
