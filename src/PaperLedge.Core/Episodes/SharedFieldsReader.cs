using System.Text.RegularExpressions;

namespace PaperLedge.Core.Episodes;

/// <summary>Fields that a show and an episode have alike.</summary>
internal static partial class SharedFieldsReader
{
    /// <summary>The namespace's limit on most of its texts; longer ones are cut by apps.</summary>
    public const int MaxName = 128;

    private const string Spdx = "an SPDX identifier such as cc-by-4.0, or {\"name\": …, \"url\": …} for another licence";

    /// <param name="name">A text, or an object with <c>name</c> and <c>url</c>.</param>
    public static License? ReadLicense(JsonFields parent, string name)
    {
        if (parent.IsText(name))
        {
            return parent.Matching(name, SpdxIdentifier(), Spdx) is { } identifier ? new License(identifier.ToLowerInvariant()) : null;
        }

        if (parent.Object(name) is not { } fields)
        {
            return null;
        }

        var (title, url) = (fields.Line("name", MaxName), fields.SecureAddress("url"));
        fields.RefuseOthers();
        if (title is null || url is null)
        {
            fields.Miss(title is null ? "name" : "url");
            return null;
        }

        return new License(title, url);
    }

    public static Location? ReadLocation(JsonFields parent, string name)
    {
        if (parent.Object(name) is not { } fields)
        {
            return null;
        }

        var location = (
            Name: fields.Line("name", MaxName),
            Geo: fields.Matching("geo", GeoUri(), "a latitude and a longitude such as geo:30.2672,-97.7431"),
            Osm: fields.Matching("osm", OsmIdentifier(), "an OpenStreetMap identifier such as R113314"));
        fields.RefuseOthers();
        if (location.Name is null)
        {
            fields.Miss("name");
            return null;
        }

        return new Location(location.Name, location.Geo, location.Osm);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.+-]{0,63}\z")]
    private static partial Regex SpdxIdentifier();

    [GeneratedRegex(@"\Ageo:-?[0-9]{1,2}(\.[0-9]{1,12})?,-?[0-9]{1,3}(\.[0-9]{1,12})?(,-?[0-9]{1,5}(\.[0-9]{1,12})?)?(;[a-z]+=[A-Za-z0-9.-]{1,16}){0,2}\z")]
    private static partial Regex GeoUri();

    [GeneratedRegex(@"\A[NWR][0-9]{1,19}(#[0-9]{1,9})?\z")]
    private static partial Regex OsmIdentifier();
}
