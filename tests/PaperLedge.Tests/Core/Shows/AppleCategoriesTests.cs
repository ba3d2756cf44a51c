using PaperLedge.Core.Shows;

namespace PaperLedge.Tests.Core.Shows;

public sealed class AppleCategoriesTests
{
    [Theory]
    [InlineData("Science", null, true)]
    [InlineData("Science", "Mathematics", true)]
    [InlineData("Technology", null, true)]
    [InlineData("TV & Film", "TV Reviews", true)]
    [InlineData("Science", "Books", false)]
    [InlineData("Mathematics", null, false)]
    [InlineData("science", null, false)]
    [InlineData("Technology", "", false)]
    public void Only_apples_own_categories_are_known(string category, string? subcategory, bool known) =>
        Assert.Equal(known, AppleCategories.Contains(category, subcategory));

    [Fact]
    public void The_list_is_whole()
    {
        Assert.Equal(19, AppleCategories.All.Count);
        Assert.Equal(91, AppleCategories.All.Sum(category => category.Value.Count));
    }
}
