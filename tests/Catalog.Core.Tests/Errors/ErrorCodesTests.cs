using Catalog.Core.Errors;

namespace Catalog.Core.Tests.Errors;

public sealed class ErrorCodesTests
{
    [Theory]
    [InlineData(ErrorCategory.NotFound, "not-found")]
    [InlineData(ErrorCategory.InvalidArgument, "invalid-argument")]
    [InlineData(ErrorCategory.Conflict, "conflict")]
    public void Kebab_Member_IsItsTextForm(ErrorCategory member, string expected) => Assert.Equal(expected, ErrorCodes.Kebab(member));

    [Theory]
    [InlineData(ErrorCategory.Overloaded, true)]
    [InlineData(ErrorCategory.Unavailable, true)]
    [InlineData(ErrorCategory.Conflict, false)]
    [InlineData(ErrorCategory.DataLoss, false)]
    public void IsTransient_FollowsFromTheCategory(ErrorCategory category, bool expected)
        => Assert.Equal(expected, new SampleException(category).IsTransient);

    private sealed class SampleException(ErrorCategory category) : CatalogException("sample", category, "sample");
}
