using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Http;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>
/// The app as a host. What makes it impossible to start is logged, problem by problem, and ends the process with exit code
/// <see cref="ProcessExit.Refused"/>, without a stack trace that would bury it.
/// </summary>
internal sealed class LocalWorkerHost(WebApplication app, WorkerSetup? setup, RefusedException? refused) : IHost, IAsyncDisposable
{
    private readonly ILogger _logger = app.Services.GetRequiredService<ILogger<LocalWorkerHost>>();
    private bool _started;

    public IServiceProvider Services => app.Services;

    /// <summary>Why the app did not start; null if it did.</summary>
    public RefusedException? Refusal { get; private set; }

    /// <summary>Where HTTP functions are served, once started.</summary>
    public IEnumerable<string> Addresses => app.Urls;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (setup is null)
            {
                throw refused ?? new RefusedException("The app was not set up.");
            }

            Prepare(setup);
            _started = true;
            await app.StartAsync(cancellationToken);
            if (setup.Functions.Http.Count > 0)
            {
                _logger.Serving(string.Join(", ", Addresses));
            }
        }
        catch (RefusedException problem)
        {
            Refuse(problem);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            Refuse(new RefusedException($"Port {setup!.Options.Port} is taken by another process: end that one, or set LocalWorker__Port to another port."));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _started ? app.StopAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Prepare(WorkerSetup worker)
    {
        CheckConstraints(worker.Functions.Http);
        app.Services.GetRequiredService<HttpEndpoints>().Map(app, worker.Functions.Http);
        foreach (var setting in worker.NotHeeded)
        {
            _logger.SettingNotHeeded(setting);
        }

        foreach (var (name, trigger) in worker.Functions.Descriptions)
        {
            _logger.FunctionFound(name, trigger);
        }

        if (worker.Options.FunctionKey is null && worker.Functions.Http.Exists(f => f.WantsKey))
        {
            _logger.KeyMadeUp(app.Services.GetRequiredService<FunctionKeys>().Key);
        }
    }

    /// <summary>Routing would notice an unknown constraint only at the first request.</summary>
    private void CheckConstraints(IEnumerable<HttpFunction> functions)
    {
        var refusals = new Refusals();
        var policies = app.Services.GetRequiredService<ParameterPolicyFactory>();
        foreach (var function in functions)
        {
            foreach (var (parameter, policy) in function.Route.Parameters.SelectMany(p => p.ParameterPolicies.Select(policy => (p, policy))))
            {
                try
                {
                    policies.Create(parameter, policy);
                }
                catch (Exception failure) when (failure is InvalidOperationException or RouteCreationException)
                {
                    refusals.Add(function.Function.Name, $"the route '{function.Route.RawText}' has no valid constraint '{policy.Content}'. {failure.Message}");
                }
            }
        }

        refusals.ThrowIfAny();
    }

    private void Refuse(RefusedException problem)
    {
        Refusal = problem;
        foreach (var line in problem.Problems)
        {
            _logger.Refused(line);
        }

        Environment.ExitCode = ProcessExit.Refused;
        app.Lifetime.StopApplication();
    }
}
