namespace PaperLedge.Storage;

/// <summary>Every table, container and queue of the app, by its name in the account.</summary>
public static class StorageNames
{
    public const string LedgerTable = "Ledge";
    public const string UploadsTable = "Uploads";
    public const string SegmentsTable = "Segments";
    public const string ChunksTable = "Chunks";

    /// <summary>The inbox: what producers upload. Private.</summary>
    public const string EpisodesContainer = "episodes";

    /// <summary>Published audio: <c>{slug}/{revision}.{ext}</c>, never overwritten.</summary>
    public const string MediaContainer = "media";

    /// <summary>Rendered transcripts: <c>{slug}/{revision}-{tag}.{format}</c>; can be made again from the tables.</summary>
    public const string TranscriptsContainer = "transcripts";

    /// <summary>The show's settings and artwork.</summary>
    public const string ConfigContainer = "config";

    /// <summary>The last feed that was fit to be served.</summary>
    public const string FeedsContainer = "feeds";

    public const string ShowSettingsBlob = "show.json";

    /// <summary>One message a chunk.</summary>
    public const string TranscribeQueue = "transcribe";

    /// <summary>Where the host moves a message that failed too often.</summary>
    public const string TranscribePoisonQueue = TranscribeQueue + "-poison";

    /// <summary>One message a change of the feed that others are to be told of.</summary>
    public const string AnnounceQueue = "announce";

    public const string AnnouncePoisonQueue = AnnounceQueue + "-poison";

    /// <summary>Where the host reports a blob whose function failed too often.</summary>
    public const string BlobPoisonQueue = "webjobs-blobtrigger-poison";
}
