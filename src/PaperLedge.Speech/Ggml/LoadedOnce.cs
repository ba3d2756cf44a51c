namespace PaperLedge.Speech.Ggml;

/// <summary>A model that is loaded on first use and then shared; after a failure the next use tries again.</summary>
internal sealed class LoadedOnce<TModel>(Func<CancellationToken, Task<TModel>> load) : IDisposable
    where TModel : class
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private TModel? _model;
    private bool _isDisposed;

    public async Task<TModel> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _model) is { } ready)
        {
            return ready;
        }

        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _model ??= await load(cancellationToken).ConfigureAwait(false);
            if (Volatile.Read(ref _isDisposed))
            {
                Drop();
                throw new ObjectDisposedException(typeof(TModel).Name);
            }

            return _model;
        }
        finally
        {
            _loading.Release();
        }
    }

    // To be called only when the model is no longer in use. A model that is still loading is dropped when it has loaded.
    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        Drop();
    }

    private void Drop() => (Interlocked.Exchange(ref _model, null) as IDisposable)?.Dispose();
}
