using Microsoft.Extensions.Primitives;

namespace PaperLedge.Core.Feed;

/// <summary>A document in every encoding that it is sent in, each with a tag of its own, made once.</summary>
public sealed class EncodedContent
{
    private readonly Dictionary<ContentEncoding, EncodedBody> _bodies;

    private EncodedContent(Dictionary<ContentEncoding, EncodedBody> bodies) => _bodies = bodies;

    public EncodedBody Identity => _bodies[ContentEncoding.Identity];

    public static EncodedContent Of(byte[] content) => new(ContentEncoding.All.ToDictionary(encoding => encoding, encoding =>
    {
        var body = encoding.Encode(content);
        return new EncodedBody(encoding, body, ContentTag.Of(body));
    }));

    /// <param name="acceptEncoding">See <see cref="ContentEncoding.Choose"/>.</param>
    public EncodedBody For(StringValues acceptEncoding) => _bodies[ContentEncoding.Choose(acceptEncoding)];
}
