using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Worker.Rpc;
using RpcException = Grpc.Core.RpcException;

namespace PaperLedge.DevHost.Worker;

/// <summary>The gRPC server for workers, on a free port of the loopback address.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Connections _connections = new();

    private WorkerServer(WebApplicationBuilder builder, ILoggerFactory loggers)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(_connections);
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = options.MaxSendMessageSize = null);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _server = builder.Build();
        _server.MapGrpcService<Service>();
    }

    public Uri Address => new(_server.Urls.Single());

    public static async Task<WorkerServer> StartAsync(ILoggerFactory loggers)
    {
        var server = new WorkerServer(WebApplication.CreateEmptyBuilder(new()), loggers);
        await server._server.StartAsync();
        return server;
    }

    public void Expect(WorkerChannel channel) => _connections.Add(channel);

    public void Forget(WorkerChannel channel) => _connections.Remove(channel);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Connections
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, WorkerChannel> _expected = new();

        public void Add(WorkerChannel channel) => _expected[channel.Id] = channel;

        public void Remove(WorkerChannel channel) => _expected.TryRemove(channel.Id, out _);

        public WorkerChannel? Find(string workerId) => _expected.GetValueOrDefault(workerId);
    }

    private sealed class Service(Connections connections) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken)
                || connections.Find(requestStream.Current.StartStream?.WorkerId ?? "") is not { } channel)
            {
                throw new RpcException(new Status(StatusCode.NotFound, "No worker of this name is expected."));
            }

            await channel.ServeAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
