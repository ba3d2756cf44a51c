namespace PaperLedge.Core.Episodes;

/// <summary>The place that a show or an episode is about (<c>podcast:location</c>).</summary>
/// <param name="Name">For people; 1 to 128 characters.</param>
/// <param name="Geo">Such as <c>geo:30.2672,-97.7431</c> (RFC 5870), or null.</param>
/// <param name="Osm">OpenStreetMap's identifier, such as <c>R113314</c>, or null.</param>
public sealed record Location(string Name, string? Geo = null, string? Osm = null);
