using System.Collections.Frozen;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Shows;

/// <summary>The categories of podcast directories (https://podcasters.apple.com/support/1691-apple-podcasts-categories).</summary>
/// <remarks>A feed with any other category is refused or not listed in one.</remarks>
public static class AppleCategories
{
    private const int MaxDistance = 2;

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> All { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["Arts"] = ["Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"],
        ["Business"] = ["Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"],
        ["Comedy"] = ["Comedy Interviews", "Improv", "Stand-Up"],
        ["Education"] = ["Courses", "How To", "Language Learning", "Self-Improvement"],
        ["Fiction"] = ["Comedy Fiction", "Drama", "Science Fiction"],
        ["Government"] = [],
        ["Health & Fitness"] = ["Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"],
        ["History"] = [],
        ["Kids & Family"] = ["Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"],
        ["Leisure"] = ["Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games"],
        ["Music"] = ["Music Commentary", "Music History", "Music Interviews"],
        ["News"] = ["Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News"],
        ["Religion & Spirituality"] = ["Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"],
        ["Science"] =
        [
            "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature", "Physics",
            "Social Sciences",
        ],
        ["Society & Culture"] = ["Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"],
        ["Sports"] =
        [
            "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running", "Soccer", "Swimming",
            "Tennis", "Volleyball", "Wilderness", "Wrestling",
        ],
        ["Technology"] = [],
        ["True Crime"] = [],
        ["TV & Film"] = ["After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <returns>The category and subcategory that were probably meant, in quotes; null if none is like what was given.</returns>
    public static string? FindSimilar(string category, string? subcategory)
    {
        var found = Closest(All.Keys, category);
        // A subcategory may have been given as the category, or under another one.
        var owner = All.Keys.FirstOrDefault(name => Closest(All[name], subcategory ?? category) is not null);
        if (owner is not null && (subcategory is not null || found is null))
        {
            owner = found is not null && Closest(All[found], subcategory) is not null ? found : owner;
            return $"\"category\": \"{owner}\", \"subcategory\": \"{Closest(All[owner], subcategory ?? category)}\"";
        }

        return found is null ? null : $"\"category\": \"{found}\"";
    }

    // A name that differs in case or by up to two letters.
    private static string? Closest(IEnumerable<string> names, string? given) => given is null ? null : names
        .Select(name => (Name: name, Distance: EditDistance.Between<char>([.. name.ToLowerInvariant()], [.. given.ToLowerInvariant()])))
        .Where(candidate => candidate.Distance <= MaxDistance)
        .OrderBy(candidate => candidate.Distance)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <param name="category">In Apple's spelling: directories compare letter by letter.</param>
    /// <param name="subcategory">One of that category's, or null.</param>
    public static bool Contains(string category, string? subcategory = null) =>
        All.TryGetValue(category, out var subcategories) && (subcategory is null || subcategories.Contains(subcategory));
}
