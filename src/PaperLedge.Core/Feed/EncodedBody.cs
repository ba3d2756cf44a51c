namespace PaperLedge.Core.Feed;

/// <param name="Tag">Of these very bytes: another encoding of the same content has another.</param>
public sealed record EncodedBody(ContentEncoding Encoding, byte[] Bytes, ContentTag Tag);
