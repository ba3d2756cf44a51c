namespace PaperLedge.Functions.Publishing;

/// <summary>Frees what a piece of audio leaves in memory: arrays too large for the young generations, which are collected late.</summary>
/// <remarks>Without this, a worker that reads many pieces grows by a seventh beyond what one piece needs.</remarks>
internal static class LargeArrays
{
    /// <summary>Pauses the process for about a tenth of a second; a piece takes a hundred times as long.</summary>
    public static void Free() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
