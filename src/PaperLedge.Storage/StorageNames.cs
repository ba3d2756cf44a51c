namespace PaperLedge.Storage;

public static class StorageNames
{
    public const string LedgerTable = "Ledge";
    public const string UploadsTable = "Uploads";
    public const string SegmentsTable = "Segments";
    public const string PiecesTable = "Pieces";

    /// <summary>The inbox: what producers upload. Private.</summary>
    public const string EpisodesContainer = "episodes";

    /// <summary>Published audio: <c>{slug}/{audio}.{ext}</c>, named by the audio alone, never overwritten.</summary>
    public const string MediaContainer = "media";

    /// <summary>Rendered transcripts: <c>{slug}/{revision}-{tag}.{format}</c>; can be made again from the tables.</summary>
    public const string TranscriptsContainer = "transcripts";

    public const string ConfigContainer = "config";

    public const string FeedsContainer = "feeds";

    public const string ShowSettingsBlob = "show.json";

    /// <summary>Plans and pieces of audio, deleted after publication. Private.</summary>
    public const string WorkContainer = "work";

    /// <summary>One message per upload.</summary>
    public const string PrepareQueue = "prepare";

    public const string PreparePoisonQueue = PrepareQueue + "-poison";

    /// <summary>One message per piece.</summary>
    public const string TranscribeQueue = "transcribe";

    /// <summary>Where the host moves a message that failed too often.</summary>
    public const string TranscribePoisonQueue = TranscribeQueue + "-poison";

    /// <summary>One message per change of the feed to announce.</summary>
    public const string AnnounceQueue = "announce";

    public const string AnnouncePoisonQueue = AnnounceQueue + "-poison";

    /// <summary>Where the host reports a blob whose function failed too often.</summary>
    public const string BlobPoisonQueue = "webjobs-blobtrigger-poison";

    /// <summary>Everything that <see cref="StorageSetup"/> creates; a test holds infra/names.json to the same.</summary>
    public static IReadOnlyList<string> Tables { get; } = [LedgerTable, UploadsTable, SegmentsTable, PiecesTable];

    public static IReadOnlyList<string> Containers { get; } =
        [EpisodesContainer, MediaContainer, TranscriptsContainer, ConfigContainer, FeedsContainer, WorkContainer];

    public static IReadOnlyList<string> Queues { get; } =
        [
            PrepareQueue, PreparePoisonQueue, TranscribeQueue, TranscribePoisonQueue, AnnounceQueue, AnnouncePoisonQueue, BlobPoisonQueue,
        ];
}
