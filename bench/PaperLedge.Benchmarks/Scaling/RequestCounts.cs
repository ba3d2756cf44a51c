namespace PaperLedge.Benchmarks.Scaling;

/// <summary>Storage requests of an episode's way, of the app and of its host; a component test counts those of the app.</summary>
internal static class RequestCounts
{
    // The host takes a message from its queue and deletes it.
    private const int Message = 2;

    // The host also reads and writes the receipt of the blob.
    private const int BlobMessage = Message + 2;

    public const int AppRegistration = 10;

    public const int AppPreparation = 15;

    public const int AppPreparationOfPiece = 2;

    public const int AppPiece = 13;

    public const int AppPublication = 33;

    public const int AppPublicationOfPiece = 4;

    /// <summary>For each upload.</summary>
    public const int Registration = BlobMessage + AppRegistration;

    /// <summary>For each preparation, besides what each piece adds.</summary>
    public const int Preparation = Message + AppPreparation;

    public const int PreparationOfPiece = AppPreparationOfPiece;

    /// <summary>For each piece that is transcribed.</summary>
    public const int Piece = Message + AppPiece;

    /// <summary>For the piece that is done last, besides what each piece adds.</summary>
    public const int Publication = AppPublication;

    public const int PublicationOfPiece = AppPublicationOfPiece;

    /// <summary>For each second in which an instance works: its lease is renewed, and its episode read, every two seconds.</summary>
    public const double WorkingSecond = 1;
}
