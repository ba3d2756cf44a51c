using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>A function with a blob trigger.</summary>
internal sealed record BlobFunction(FunctionMethod Function, BlobPathPattern Path, StorageAccount Account, BlobTriggerSource Source)
{
    public string Description => $"blobs '{Path.Container}/{Path.Prefix}…'{(Source == BlobTriggerSource.EventGrid ? ", as Event Grid" : "")}";

    public BlobContainerClient Container => Account.Blobs.GetBlobContainerClient(Path.Container);

    /// <exception cref="RefusedException">The path or its connection is of no use.</exception>
    public static BlobFunction Create(FunctionMethod function, BlobTriggerAttribute trigger, TriggerSurroundings surroundings, Refusals refusals)
    {
        BlobBinding.Check(function, refusals);
        var text = surroundings.Resolve(trigger.BlobPath, function);
        var path = BlobPathPattern.Parse(text, function.Name);
        ParameterBinding.Check(function, path.Names, $"blob path '{text}'", refusals);
        if (!Enum.IsDefined(trigger.Source))
        {
            refusals.Add(function.Name, function.TriggerParameter, $"there is no blob trigger source {trigger.Source}.");
        }

        return new BlobFunction(function, path, surroundings.Open(trigger.Connection, function), trigger.Source);
    }
}
