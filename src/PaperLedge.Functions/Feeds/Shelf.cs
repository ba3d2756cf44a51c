using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>Makes documents that are kept ready.</summary>
public sealed class Shelf(CurrentShow current, LedgerStore ledger, TimeProvider time, ILogger<Shelf> logger)
{
    /// <param name="read">Reads what the document is made of; it may run several times for one document.</param>
    /// <param name="write">Makes the document, of rows of one version.</param>
    internal ShelvedDocument Add(
        Func<Show, CancellationToken, Task<List<PublishedEpisode>>> read,
        Func<Show, IReadOnlyList<PublishedEpisode>, CancellationToken, Task<DocumentContent>> write) =>
        new(current, ledger, read, write, time, logger);
}
