// Small things this browser remembers. A browser that keeps nothing (private mode) still works: the page then forgets.

export function kept(name, otherwise = '') {
  try {
    return localStorage.getItem(`mimosa.${name}`) ?? otherwise;
  } catch (refused) {
    console.info('this browser keeps nothing for the page:', refused.name);
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    if (value === '' || value === null) localStorage.removeItem(`mimosa.${name}`);
    else localStorage.setItem(`mimosa.${name}`, value);
  } catch (refused) {
    console.info('this browser keeps nothing for the page:', refused.name);
  }
}
