namespace PaperLedge.Whisper.Models;

/// <summary>A model that is loaded on first use and shared from then on; a failure is tried again with the next use.</summary>
internal sealed class LoadedOnce<TModel>(Func<CancellationToken, Task<TModel>> load) : IDisposable
    where TModel : class, IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private TModel? _model;

    public async Task<TModel> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _model) is { } ready)
        {
            return ready;
        }

        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _model ??= await load(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Only when nobody uses it any more.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _model, null)?.Dispose();
        _loading.Dispose();
    }
}
