using System.Text.RegularExpressions;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.ProducerFiles;

internal static partial class SharedFieldsReader
{
    // The Podcasting 2.0 namespace's limit on most of its texts; apps cut longer ones.
    public const int MaxName = 128;

    private const string Spdx = "an SPDX identifier such as cc-by-4.0, or {\"name\": …, \"url\": …} for another licence";

    public static License? ReadLicense(JsonObjectReader parent)
    {
        if (parent.IsText("license"))
        {
            return parent.Matching("license", SpdxIdentifier(), Spdx) is { } identifier ? new License(identifier.ToLowerInvariant()) : null;
        }

        if (parent.Object("license", ["name", "url"]) is not { } fields)
        {
            return null;
        }

        var (name, url) = (fields.Line("name", MaxName), fields.SecureAddress("url"));
        return fields.Require("name", name) && fields.Require("url", url) ? new License(name, url) : null;
    }

    public static Location? ReadLocation(JsonObjectReader parent)
    {
        if (parent.Object("location", ["name", "geo", "osm"]) is not { } fields)
        {
            return null;
        }

        var name = fields.Line("name", MaxName);
        var geo = fields.Matching("geo", GeoUri(), "a latitude and a longitude such as geo:30.2672,-97.7431");
        var osm = fields.Matching("osm", OsmIdentifier(), "an OpenStreetMap identifier such as R113314");
        return fields.Require("name", name) ? new Location(name, geo, osm) : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.+-]{0,63}\z")]
    private static partial Regex SpdxIdentifier();

    [GeneratedRegex(
        @"\Ageo:-?[0-9]{1,2}(\.[0-9]{1,12})?,-?[0-9]{1,3}(\.[0-9]{1,12})?(,-?[0-9]{1,5}(\.[0-9]{1,12})?)?"
        + @"(;[a-z]+=[A-Za-z0-9.-]{1,16}){0,2}\z")]
    private static partial Regex GeoUri();

    [GeneratedRegex(@"\A[NWR][0-9]{1,19}(#[0-9]{1,9})?\z")]
    private static partial Regex OsmIdentifier();
}

public static class Dates
{
    // Nothing was recorded before 1860, so an older date is a typing error, as is one centuries ahead. Tables hold dates from 1601 on:
    // https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
    public const int FirstYear = 1860;
    public const int LastYear = 2200;

    public static bool ArePossible(DateTimeOffset date) => date.Year is >= FirstYear and <= LastYear;
}
