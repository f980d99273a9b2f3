"""The article: laid out on demand, its marks painted under the text, its edges dragged, its pills and tips."""
