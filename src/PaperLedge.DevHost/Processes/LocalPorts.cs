using System.Net;
using System.Net.Sockets;

namespace PaperLedge.DevHost.Processes;

public static class LocalPorts
{
    /// <exception cref="StartException">The port is in use, or is not a port number.</exception>
    /// <param name="option">The option or setting that chooses another port, for the message.</param>
    public static void EnsureFree(int port, string use, string option)
    {
        if (port is < 1 or > IPEndPoint.MaxPort)
        {
            throw new StartException($"{port}, wanted for {use}, is not a port: choose one up to {IPEndPoint.MaxPort} with {option}.");
        }

        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new StartException(
                $"Port {port}, wanted for {use}, is in use or not allowed ({exception.Message}). " +
                $"To see what uses it, run: ss -ltnp 'sport = :{port}'. Stop that program, or choose another port with {option}.",
                exception);
        }
    }

    public static IReadOnlyList<int> Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
